import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL(".", import.meta.url)) } },
  test: {
    include: ["**/*.test.ts", "**/*.test.tsx"],
    exclude: ["node_modules/**", ".next/**", "e2e/**"],
    globalSetup: ["db/testing/global-setup.ts"],
    setupFiles: ["testing/property-seed.ts"],
    server: { deps: { inline: ["next-auth", "@auth/core"] } },
    maxWorkers: 2,
    // Tests and hooks work with real databases and processes, which take seconds where others want the processor too.
    // Those that take longer by nature have their own limit, with the reason.
    testTimeout: 10_000,
    hookTimeout: 20_000,
  },
});
