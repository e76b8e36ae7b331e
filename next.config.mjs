/** What browsers are told about every answer; proxy.ts adds the part that differs from page to page. */
const headers = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), geolocation=(), microphone=(), payment=(), usb=()" },
];

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm run typecheck` checks all there is, as `npm test` and CI do; a start that builds need not wait for it again.
  typescript: { ignoreBuildErrors: true },
  typedRoutes: true,
  // No page needs images made smaller, and nobody who is not signed in has to make this server do it.
  images: { unoptimized: true },
  headers: async () => [
    { source: "/:path*", headers },
    // Addresses here hold what apps ask, and answers lead to where they are: neither is told to anybody on the way.
    { source: "/oauth/:path*", headers: [{ key: "Referrer-Policy", value: "no-referrer" }] },
  ],
  experimental: {
    // Fewer, larger files: what parts of a page share would come with each of them, and small files compress badly.
    turbopackChunking: { minChunkSize: 200_000 },
  },
  // Native modules, and packages that must stay one instance per process.
  serverExternalPackages: ["@node-rs/argon2", "pg", "pino"],
};

export default config;
