/** Whatever no other route answers for: next's own answer would be a page. */
import { notFound } from "@/lib/domain/errors";
import { publicRoute } from "@/lib/http/route";

const nothing = publicRoute({ handler: () => Promise.reject(notFound()) });

export const GET = nothing;
export const POST = nothing;
export const PUT = nothing;
export const PATCH = nothing;
export const DELETE = nothing;
