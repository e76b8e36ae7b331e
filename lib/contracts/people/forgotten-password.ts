import { z } from "zod";

import { SignInBody, newPasswordText } from "./sessions";

/** The text behind the `#` of a mailed link; whatever else it is, it is no link that works. */
export const linkToken = () => z.string().min(1, { error: "The link is not whole." }).max(200);

export const ForgottenPasswordBody = SignInBody.pick({ email: true });
export type ForgottenPasswordRequest = z.input<typeof ForgottenPasswordBody>;

export const ChoosePasswordBody = z.strictObject({ token: linkToken(), newPassword: newPasswordText() });
export type ChoosePasswordRequest = z.input<typeof ChoosePasswordBody>;
