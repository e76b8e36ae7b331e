/** Password of everybody in the demo (PRODUCT section 14). The server that has them listens on loopback only. */
export const DEMO_PASSWORD = "countersign-demo";
