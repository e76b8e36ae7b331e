/** Answers whatever no other handler answers: next's own answer would be a page. */
import { notFound } from "@/lib/domain/errors";
import { publicHandler } from "@/lib/http/handler";

const nothing = publicHandler({ handler: () => Promise.reject(notFound()) });

export const GET = nothing;
export const POST = nothing;
export const PUT = nothing;
export const PATCH = nothing;
export const DELETE = nothing;
