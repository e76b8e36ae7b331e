/** Which of the own keys stop when one leaves an account. */
import { accountHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { previewLeaving } from "@/lib/members/leave";

export const GET = accountHandler({
  handler: ({ ctx }) => previewLeaving(ctx),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
