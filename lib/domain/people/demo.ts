/** Password of everybody in the demo. The server that has them listens on loopback only. */
export const DEMO_PASSWORD = "countersign-demo";
