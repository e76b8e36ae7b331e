/** Changes this person's password; every other session ends. */
import { ChangePasswordBody } from "@/lib/contracts/sessions";
import { sessionRoute } from "@/lib/http/route";
import { changePassword } from "@/lib/sessions/change-password";

export const PUT = sessionRoute({
  body: ChangePasswordBody,
  status: 204,
  handler: ({ ctx, body }) => changePassword(ctx, body),
});
