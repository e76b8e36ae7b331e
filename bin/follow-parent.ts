/** Loaded into each process that `npm start` starts: when that one is gone, even by kill -9, this one ends too. */

/** Longer than any of ours takes to finish what is under way; nobody is left to end one that hangs. */
const END_WITHIN_MS = 12_000;

function end(): void {
  setTimeout(() => process.exit(1), END_WITHIN_MS).unref();
  process.kill(process.pid, "SIGTERM");
}

process.once("disconnect", end);
// It may have gone before this was read.
if (process.send && !process.connected) end();
process.channel?.unref();
