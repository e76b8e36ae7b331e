/**
 * Dialogs keep the page from scrolling by a style element, which the content security policy takes with the nonce
 * of the page only. The library that makes it looks for the nonce under this name.
 */
export function passStyleNonce(): void {
  const nonce = document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce;
  if (nonce) Object.assign(globalThis, { __webpack_nonce__: nonce });
}
