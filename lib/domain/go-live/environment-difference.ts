/** What a program sets in production in place of what it has in the sandbox, as lines of an `.env` file (S5). */

/** A setting of the program that calls with the key. */
export type EnvironmentSetting = {
  readonly name: string;
  readonly comment: string;
  readonly sandbox: string;
  /** Null where it is not known yet. */
  readonly production: string | null;
  /** What it will be, where it is not known yet. */
  readonly unknown: string;
};

/** Addresses that a program is told to use. */
export type ProgramAddresses = {
  readonly gate: string;
  /** Null where the gate serves the sandbox alone: production has one of its own, which no setting names. */
  readonly productionGate: string | null;
  /** Where people sign in and apps get their tokens. */
  readonly console: string;
};

export type DifferenceFacts = {
  readonly method: "long_lived" | "oauth";
  readonly clientId: string;
  readonly sandboxAccountId: string;
  /** Where it goes; null while no production account will do. */
  readonly productionAccountId: string | null;
  readonly addresses: ProgramAddresses;
};

/** The settings of both environments, those that differ first. */
export function environmentDifference(facts: DifferenceFacts): EnvironmentSetting[] {
  const { addresses } = facts;
  const settings: EnvironmentSetting[] = [
    {
      name: "COUNTERSIGN_ACCOUNT_ID",
      comment: "Account",
      sandbox: facts.sandboxAccountId,
      production: facts.productionAccountId,
      unknown: "not known yet",
    },
    {
      name: "COUNTERSIGN_URL",
      comment: "Base address of the API",
      sandbox: addresses.gate,
      production: addresses.productionGate,
      unknown: "not known yet",
    },
    same("COUNTERSIGN_AUTH_URL", "Authorization host", addresses.console),
    {
      name: "COUNTERSIGN_USER_ID",
      comment: "GUID of the user",
      sandbox: "",
      production: null,
      unknown: facts.method === "oauth" ? "that of whoever has consented" : "that of whoever issues the key",
    },
    same("COUNTERSIGN_CLIENT_ID", "GUID of the key", facts.clientId),
  ];
  const differs = (setting: EnvironmentSetting) => setting.sandbox !== setting.production;
  return [...settings.filter(differs), ...settings.filter((setting) => !differs(setting))];
}

function same(name: string, comment: string, value: string): EnvironmentSetting {
  return { name, comment, sandbox: value, production: value, unknown: "" };
}

/** The variables of an app's or a key's secret, which is made anew in production. */
const SECRET_VARIABLE = { long_lived: "COUNTERSIGN_KEY", oauth: "COUNTERSIGN_CLIENT_SECRET" };

/** A line of an `.env` file. */
export type EnvLine = {
  readonly text: string;
  /** True where the program's setting is another one than in the sandbox. */
  readonly isDifferent: boolean;
};

/** The lines of production's `.env` file, those that differ first; each setting says whether it is the sandbox's. */
export function productionEnvLines(
  settings: readonly EnvironmentSetting[],
  method: DifferenceFacts["method"],
): EnvLine[] {
  const lines = (isDifferent: boolean) =>
    settings
      .filter(({ sandbox, production }) => (sandbox !== production) === isDifferent)
      .flatMap((setting) => [`# ${commentOf(setting)}`, `${setting.name}=${setting.production ?? ""}`])
      .map((text) => ({ text, isDifferent }));
  const secret = ["# Secret; one of its own, made in production", `${SECRET_VARIABLE[method]}=`];
  return [...lines(true), ...secret.map((text) => ({ text, isDifferent: true })), ...lines(false)];
}

function commentOf({ comment, sandbox, production, unknown }: EnvironmentSetting): string {
  if (production === null) return `${comment}; ${unknown}`;
  return production === sandbox
    ? `${comment}; the same as in the sandbox`
    : `${comment}; in the sandbox ${sandbox}`;
}
