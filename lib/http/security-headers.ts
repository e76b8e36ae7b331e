/** What browsers are told about every page. Files and BFF answers get their part from next.config.mjs. */

type PolicyInput = {
  /** A text that nobody can guess, new for every page. */
  readonly nonce: string;
  /** Whether browsers reach the site over TLS. */
  readonly isSecure: boolean;
  readonly isDevelopment: boolean;
};

/**
 * The content security policy of a page: its own files, scripts by nonce only, no frames, nothing from elsewhere.
 * Style attributes are allowed, since positions and sizes of charts and menus are set by them; style elements need
 * the nonce. The development server needs eval and its own styles.
 */
export function contentSecurityPolicy({ nonce, isSecure, isDevelopment }: PolicyInput): string {
  const directives: Record<string, string> = {
    "default-src": "'self'",
    "script-src": `'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    "style-src": isDevelopment ? "'self' 'unsafe-inline'" : `'self' 'nonce-${nonce}'`,
    "style-src-attr": "'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": isDevelopment ? "'self' ws: wss:" : "'self'",
    "object-src": "'none'",
    "frame-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
  };
  const policy = Object.entries(directives).map(([name, value]) => `${name} ${value}`);
  return [...policy, ...(isSecure ? ["upgrade-insecure-requests"] : [])].join("; ");
}

/** Headers of a page, by name. */
export function pageHeaders(input: PolicyInput): Record<string, string> {
  return {
    "Content-Security-Policy": contentSecurityPolicy(input),
    "Cache-Control": "private, no-store",
  };
}
