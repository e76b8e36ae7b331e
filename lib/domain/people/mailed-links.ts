/** How long links in mails work. They work once, and for the person alone whom they were mailed to. */
export const PASSWORD_LINK_MINUTES = 30;
export const INVITATION_DAYS = 7;

/** An email address as people are known by: no case, no space around it. */
export function knownEmail(typed: string): string {
  return typed.trim().toLowerCase();
}
