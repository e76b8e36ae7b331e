import { describe, expect, it } from "vitest";

import { firstAccount } from "./last-account";

const account = (id: string, environment: string, isClosed = false) => ({ id, environment, isClosed });

describe("the account that opens first", () => {
  it("is the one that was open last", () => {
    const accounts = [account("a", "production"), account("b", "sandbox")];
    expect(firstAccount(accounts, "b")?.id).toBe("b");
  });

  it("is a production account otherwise, and never a closed one where there is another", () => {
    const accounts = [account("a", "sandbox"), account("b", "production", true), account("c", "production")];
    expect(firstAccount(accounts, "gone")?.id).toBe("c");
    expect(firstAccount(accounts.slice(0, 2), undefined)?.id).toBe("a");
    expect(firstAccount(accounts.slice(1, 2), undefined)?.id).toBe("b");
  });

  it("is none for people without any", () => {
    expect(firstAccount([], "a")).toBeNull();
  });
});
