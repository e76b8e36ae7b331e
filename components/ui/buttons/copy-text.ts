/** How long the clipboard may stay silent: a browser that asks its person first waits for an answer that may never come. */
const SILENT_MILLISECONDS = 1_000;

/**
 * Copies a text in answer to a click: by the clipboard of browsers of today, else by the command of earlier ones, which
 * is also there without https.
 * @param beside what was clicked: what is selected must stand in the dialog that holds the focus
 * @returns false where the browser allows neither; a clipboard that was silent may still take the text later
 */
export async function copyText(text: string, beside: HTMLElement): Promise<boolean> {
  // Without https a browser has no clipboard at all, and the call throws instead of refusing.
  const copying = Promise.resolve()
    .then(() => navigator.clipboard.writeText(text))
    .then(
      () => true,
      () => false,
    );
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), SILENT_MILLISECONDS);
  });
  const isCopied = await Promise.race([copying, silence]);
  clearTimeout(timer);
  return isCopied || copyByCommand(text, beside);
}

function copyByCommand(text: string, beside: HTMLElement): boolean {
  const held = document.activeElement;
  const source = document.createElement("textarea");
  source.value = text;
  source.readOnly = true;
  source.setAttribute("aria-hidden", "true");
  source.style.cssText = "position:fixed;top:0;left:0;opacity:0";
  beside.after(source);
  source.select();
  try {
    // Deprecated, and the only way over plain http.
    return document.execCommand("copy");
  } catch {
    // Some browsers throw where they refuse.
    return false;
  } finally {
    source.remove();
    if (held instanceof HTMLElement) held.focus({ preventScroll: true });
  }
}
