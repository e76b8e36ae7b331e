/** What stands on screen once a key is made; loaded before anything is sent for, and not part of the page's first load. */
export { AppMade } from "./app-made";
export { LostSecret } from "./lost-secret";
export { RevealDialog } from "./reveal-dialog";
