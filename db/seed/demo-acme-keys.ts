import type { DemoKey } from "./demo-key";
import { REQUESTS as on, type DemoRequest } from "./demo-traffic";

/** What a CRM does all day. */
const CRM_REQUESTS: readonly DemoRequest[] = [
  ...Array.from({ length: 6 }, () => on.readAgreement),
  ...Array.from({ length: 3 }, () => on.listAgreements),
  ...Array.from({ length: 3 }, () => on.readUser),
  on.sendAgreement,
  on.sendAgreement,
  on.changeAgreement,
  on.listWebhooks,
];

const crm = { address: "198.51.100.17", userAgent: "Salesforce-Connector/58.0" };
const crmStandby = { address: "198.51.100.18", userAgent: "Salesforce-Connector/58.0" };
const hr = { address: "203.0.113.77", userAgent: "onboarding-service/2.9 node/20.11" };

/** The keys of Acme Production: one for each state that a key can be in. */
export const ACME_KEYS: readonly DemoKey[] = [
  {
    account: "acme",
    by: "grace",
    name: "Contract archive",
    scopes: ["agreements:read", "library:read"],
    createdDaysAgo: 347,
    expiresInDays: 18,
    traffic: {
      rhythm: "steady",
      callsPerDay: 28,
      callers: [{ address: "192.0.2.61", userAgent: "archive-worker/1.14 Java/21" }],
      requests: [on.listAgreements, on.readDocument, on.readDocument, on.readAuditTrail],
    },
  },
  {
    account: "acme",
    by: "ada",
    name: "Board portal pilot",
    scopes: ["agreements:read", "widgets:read"],
    createdDaysAgo: 200,
    expiresInDays: -20,
    traffic: {
      rhythm: "office",
      callsPerDay: 14,
      callers: [{ address: "192.0.2.140", userAgent: "board-portal/0.9" }],
      untilDaysAgo: 16,
      requests: [on.listAgreements, on.readForm],
    },
  },
  {
    account: "acme",
    by: "grace",
    name: "HR onboarding",
    scopes: ["agreements:read", "agreements:write", "agreements:send", "users:read", "users:write"],
    createdDaysAgo: 300,
    expiresInDays: 65,
    traffic: {
      rhythm: "office",
      callsPerDay: 34,
      callers: [hr],
      requests: [on.sendAgreement, on.readAgreement],
    },
  },
  {
    account: "acme",
    by: "ada",
    name: "Nightly agreement export",
    scopes: ["agreements:read"],
    createdDaysAgo: 212,
    expiresInDays: 153,
    traffic: {
      rhythm: "nightly",
      callsPerDay: 64,
      callers: [{ address: "192.0.2.24", userAgent: "acme-export/3.2 python-httpx/0.27" }],
      requests: [on.listAgreements, on.readDocument, on.readDocument, on.readDocument],
    },
  },
  {
    account: "acme",
    by: "ada",
    name: "Legacy intranet portal",
    scopes: ["agreements:read", "users:read", "users:login"],
    createdDaysAgo: 180,
    expiresInDays: 185,
    revoked: { daysAgo: 9, by: "grace", reason: "Found in a shared folder of the old intranet" },
    traffic: {
      rhythm: "steady",
      callsPerDay: 26,
      callers: [
        { address: "203.0.113.40", userAgent: "Apache-HttpClient/4.5.13 (Java/1.8.0_392)" },
        { address: "203.0.113.41", userAgent: "Apache-HttpClient/4.5.13 (Java/1.8.0_392)" },
      ],
      requests: [on.listAgreements, on.readAgreement, on.readUser],
    },
  },
  {
    account: "acme",
    by: "ada",
    name: "Workflow designer",
    scopes: [
      "users:read",
      "users:write",
      "agreements:read",
      "agreements:write",
      "agreements:send",
      "widgets:read",
      "widgets:write",
      "library:read",
      "library:write",
      "workflows:read",
      "workflows:write",
      "webhooks:read",
      "webhooks:write",
      "teammates:read",
      "folders:read",
      "folders:write",
    ],
    createdDaysAgo: 96,
    expiresInDays: 269,
    traffic: {
      rhythm: "office",
      callsPerDay: 18,
      callers: [{ address: "198.51.100.203", userAgent: "PostmanRuntime/7.43.0" }],
      requests: [on.listWorkflows, on.listWorkflows, on.listTemplates],
    },
  },
  {
    account: "acme",
    by: "grace",
    name: "CRM sync",
    scopes: ["users:read", "agreements:read", "agreements:write", "agreements:send", "webhooks:read"],
    createdDaysAgo: 141,
    expiresInDays: 224,
    traffic: {
      rhythm: "office",
      callsPerDay: 150,
      callers: [crm, crm, crmStandby],
      requests: [
        on.readAgreement,
        ...CRM_REQUESTS,
        // It was never given what this one needs: the refusals that one sees in any honest record.
        on.addUser,
      ],
      burst: { daysAgo: 6, calls: 548 },
    },
  },
  {
    account: "acme",
    by: "grace",
    name: "Warehouse gateway",
    scopes: ["agreements:read", "folders:read"],
    createdDaysAgo: 58,
    expiresInDays: 307,
    allowedRanges: ["203.0.113.0/27", "2001:db8:40::/48"],
    traffic: {
      rhythm: "steady",
      callsPerDay: 70,
      callers: [
        { address: "203.0.113.9", userAgent: "warehouse-gateway/5.1 Go-http-client/2.0" },
        { address: "2001:db8:40::1c", userAgent: "warehouse-gateway/5.1 Go-http-client/2.0" },
      ],
      stray: { address: "198.51.100.99", userAgent: "curl/8.5.0" },
      requests: [on.readAgreement, on.listFolders],
    },
  },
  {
    account: "acme",
    by: "grace",
    name: "HR onboarding 2026",
    scopes: ["agreements:read", "agreements:write", "agreements:send", "users:read"],
    createdDaysAgo: 3,
    expiresInDays: 362,
    replaces: { name: "HR onboarding", overlapDays: 7 },
    traffic: {
      rhythm: "office",
      callsPerDay: 40,
      callers: [hr],
      requests: [on.sendAgreement, on.readAgreement],
    },
  },
  {
    account: "acme",
    by: "ada",
    name: "Invoice robot",
    scopes: ["financial_documents:read"],
    createdDaysAgo: 2,
    expiresInDays: 88,
  },
];
