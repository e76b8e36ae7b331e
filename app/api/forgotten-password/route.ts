/** A link to choose another password by, sent to whoever has the address; and the choice, with the token of the link. */
import { ChoosePasswordBody, ForgottenPasswordBody } from "@/lib/contracts/people/forgotten-password";
import { publicHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { askForPasswordLink } from "@/lib/sessions/forgotten-password/ask";
import { chooseForgottenPassword } from "@/lib/sessions/forgotten-password/choose";

export const POST = publicHandler({
  body: ForgottenPasswordBody,
  status: 204,
  handler: ({ ctx, body }) => askForPasswordLink(body.email, ctx.request),
});

export const PUT = publicHandler({
  body: ChoosePasswordBody,
  status: 204,
  handler: ({ ctx, body }) => chooseForgottenPassword(body, ctx.request),
});

export const { GET, PATCH, DELETE } = otherMethods("POST", "PUT");
