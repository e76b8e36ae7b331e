/** Mails of the demo, which has no mail server. Anywhere else there is no such address. */
import { publicHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { listOutbox } from "@/lib/notices/outbox/list";

export const GET = publicHandler({ handler: () => listOutbox() });

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
