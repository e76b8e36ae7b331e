import type { PGlite } from "@electric-sql/pglite";

/** One client's messages up to and with the one that asks for an answer: they run without another's in between. */
export type Turn = {
  readonly owner: object;
  readonly messages: readonly Uint8Array[];
  readonly onData: (data: Uint8Array) => void;
  readonly onDone: (error?: unknown) => void;
};

/**
 * Lets many clients share the one session of an embedded database. A turn runs as a whole, since unnamed statements
 * belong to the session; and while a client has a transaction open only its turns run, so that transactions are
 * serialized.
 */
export class Turns {
  private waiting: Turn[] = [];
  private holder: object | null = null;
  private running: Promise<void> | null = null;
  private readonly database: PGlite;

  constructor(database: PGlite) {
    this.database = database;
  }

  add(turn: Turn): void {
    this.waiting.push(turn);
    this.start();
  }

  /** Forgets a client that is gone; what it left open is rolled back. */
  async leave(owner: object): Promise<void> {
    this.waiting = this.waiting.filter((turn) => turn.owner !== owner);
    await this.running;
    if (this.holder !== owner) return;
    await this.database.exec("rollback");
    this.holder = null;
    this.start();
  }

  private start(): void {
    this.running ??= this.work().finally(() => {
      this.running = null;
      if (this.nextIndex() !== -1) this.start();
    });
  }

  private nextIndex(): number {
    return this.waiting.findIndex((turn) => this.holder === null || turn.owner === this.holder);
  }

  private async work(): Promise<void> {
    for (let index = this.nextIndex(); index !== -1; index = this.nextIndex()) {
      const [turn] = this.waiting.splice(index, 1);
      if (!turn) return;
      try {
        await this.run(turn);
        turn.onDone();
      } catch (error) {
        turn.onDone(error);
      } finally {
        this.holder = this.database.isInTransaction() ? turn.owner : null;
      }
    }
  }

  private run(turn: Turn): Promise<void> {
    return this.database.runExclusive(async () => {
      for (const message of turn.messages) {
        await this.database.execProtocolRawStream(message, { onRawData: turn.onData });
      }
    });
  }
}
