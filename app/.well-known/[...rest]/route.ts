/** Answers whatever well-known address is none of ours: clients ask for several, and a page would break them. */
import { notFound } from "@/lib/domain/errors";
import { publicHandler } from "@/lib/http/handler";

const nothing = publicHandler({ handler: () => Promise.reject(notFound()) });

export const GET = nothing;
export const POST = nothing;
export const PUT = nothing;
export const PATCH = nothing;
export const DELETE = nothing;
