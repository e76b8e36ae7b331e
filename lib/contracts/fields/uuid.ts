import { z } from "zod";

/**
 * An id as the database writes it: a UUID in lower case, however it was typed. Ids are compared, sorted for locks and
 * hashed into records as texts.
 */
export const uuid = (params?: { readonly error: string }) => z.uuid(params).toLowerCase();
