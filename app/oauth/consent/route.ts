/** What somebody said on the consent page. */
import { consentForm } from "@/lib/http/oauth/consent-form";
import { otherMethods } from "@/lib/http/other-methods";
import { answerQuestion } from "@/lib/oauth/authorization/answer-question";

export const POST = consentForm(answerQuestion);

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
