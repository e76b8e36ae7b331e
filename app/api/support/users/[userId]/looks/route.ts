/** Why support looks at a person, which opens the person's accounts for an hour. */
import { PersonReasonBody, SupportPersonParams } from "@/lib/contracts/support/support-people";
import { staffHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { openLookAtPerson } from "@/lib/members/everywhere/look";

export const POST = staffHandler({
  params: SupportPersonParams,
  body: PersonReasonBody,
  status: 201,
  handler: async ({ ctx, params, body }) => ({
    person: await openLookAtPerson(ctx, params.userId, body.reason),
  }),
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
