/** Changes this person's password; every other session ends, and other browsers are not known any more. */
import { writeDeviceCookie } from "@/lib/auth/device-cookie";
import { ChangePasswordBody } from "@/lib/contracts/people/sessions";
import { otherMethods } from "@/lib/http/other-methods";
import { ownPasswordHandler } from "@/lib/http/handler";
import { changePassword } from "@/lib/sessions/change-password";

export const PUT = ownPasswordHandler({
  body: ChangePasswordBody,
  status: 204,
  handler: async ({ ctx, body, request, setCookie }) => {
    await changePassword(ctx, body);
    setCookie(writeDeviceCookie(request.headers, ctx.user.email));
  },
});

export const { GET, POST, PATCH, DELETE } = otherMethods("PUT");
