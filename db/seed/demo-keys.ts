/** The keys of the demo, with callers that make each believable. */
import { ACME_KEYS } from "./demo-acme-keys";
import type { DemoKey } from "./demo-key";
import { FOURTEEN_OF_TWENTY } from "./demo-script";
import { REQUESTS as on } from "./demo-traffic";

const ACME_SANDBOX: readonly DemoKey[] = [
  {
    account: "acmeSandbox",
    by: "ada",
    name: "CRM sync staging",
    scopes: ["users:read", "agreements:read", "agreements:write", "agreements:send"],
    createdDaysAgo: 160,
    expiresInDays: 205,
    traffic: {
      rhythm: "office",
      callsPerDay: 30,
      callers: [{ address: "198.51.100.31", userAgent: "Salesforce-Connector/59.0-beta" }],
      requests: [on.listAgreements, on.readAgreement, on.sendAgreement, on.addUser],
    },
  },
  {
    account: "acmeSandbox",
    by: "dev",
    name: "Laptop",
    scopes: ["agreements:read", "agreements:write"],
    createdDaysAgo: 74,
    expiresInDays: 16,
    revoked: { daysAgo: 15, by: "dev", reason: "New laptop" },
    traffic: {
      rhythm: "office",
      callsPerDay: 9,
      callers: [{ address: "192.0.2.201", userAgent: "HTTPie/3.2.2" }],
      requests: [on.listAgreements, on.readAgreement],
      untilDaysAgo: 13,
    },
  },
  {
    account: "acmeSandbox",
    by: "dev",
    name: "Quick start",
    scopes: ["agreements:read", "library:read"],
    createdDaysAgo: 14,
    expiresInDays: 76,
    traffic: {
      rhythm: "office",
      callsPerDay: 38,
      callers: [
        { address: "192.0.2.202", userAgent: "curl/8.7.1" },
        { address: "192.0.2.202", userAgent: "node" },
      ],
      requests: [on.listAgreements, on.listTemplates, on.readTemplate, on.sendAgreement, on.listUsers],
      burst: { daysAgo: 4, calls: 236 },
    },
  },
  {
    account: "acmeSandbox",
    by: "dev",
    name: "Contract import",
    scopes: ["agreements:read", "agreements:write", "agreements:send"],
    createdDaysAgo: 3,
    expiresInDays: 87,
    script: {
      caller: { address: "192.0.2.203", userAgent: "contract-import/0.3 Python/3.12" },
      calls: FOURTEEN_OF_TWENTY,
    },
  },
];

const GLOBEX: readonly DemoKey[] = [
  {
    account: "globex",
    by: "gus",
    name: "Order confirmations",
    scopes: ["agreements:read", "agreements:write", "agreements:send"],
    createdDaysAgo: 120,
    expiresInDays: 245,
    traffic: {
      rhythm: "steady",
      callsPerDay: 52,
      callers: [{ address: "203.0.113.180", userAgent: "globex-orders/11.0 PHP/8.3" }],
      requests: [on.sendAgreement, on.readAgreement, on.readAgreement],
    },
  },
  {
    account: "globexSandbox",
    by: "gus",
    name: "Trial",
    scopes: ["agreements:read"],
    createdDaysAgo: 125,
    expiresInDays: 240,
  },
];

/** The keys of the demo; a replaced one stands before its successor. */
export const DEMO_KEYS: readonly DemoKey[] = [...ACME_KEYS, ...ACME_SANDBOX, ...GLOBEX];
