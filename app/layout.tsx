import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";

import { locatorOf } from "@/components/frame/hydration/element-locator";
import { captureEvents } from "@/components/frame/hydration/event-capture";
import { Hydration } from "@/components/frame/hydration/hydration";
import { OtherPerson } from "@/components/frame/person/other-person";
import { QueryProvider } from "@/components/frame/query-provider";
import { NONCE_HEADER } from "@/lib/auth/request";
import { pageSession } from "@/lib/auth/session";
import { readTheme, THEME_COOKIE } from "@/components/frame/theme/theme";

import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Countersign", template: "%s · Countersign" },
  description: "Integration keys: issue, watch and revoke them.",
  manifest: "/manifest.webmanifest",
  icons: {
    icon: [
      { url: "/favicon.ico", sizes: "16x16 32x32 48x48" },
      { url: "/icon.svg", type: "image/svg+xml" },
    ],
    apple: "/apple-icon.png",
  },
};

/** Without an answer of the database the page itself says so. */
async function pageOwner(): Promise<string | null> {
  const session = await pageSession().catch(() => null);
  return session?.user.id ?? null;
}

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#faf8f2" },
    { media: "(prefers-color-scheme: dark)", color: "#0c1310" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value);
  const nonce = (await headers()).get(NONCE_HEADER) ?? undefined;
  return (
    <html
      lang="en"
      data-page-of={(await pageOwner()) ?? undefined}
      data-theme={theme === "system" ? undefined : theme}
      className={`${GeistSans.variable} ${GeistMono.variable}`}
    >
      <head>
        {/* Browsers hide a nonce from scripts, React among them. */}
        <script
          nonce={nonce}
          suppressHydrationWarning
          dangerouslySetInnerHTML={{ __html: `(${captureEvents.toString()})(${locatorOf.toString()})` }}
        />
      </head>
      <body>
        <QueryProvider>{children}</QueryProvider>
        <OtherPerson />
        <Hydration />
      </body>
    </html>
  );
}
