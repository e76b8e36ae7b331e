import { mutationOptions, queryOptions } from "@tanstack/react-query";

import type {
  Acceptance,
  AcceptLinkRequest,
  FoundInvitation,
  InvitationAnswer,
  InvitationList,
  InviteRequest,
} from "../../contracts/people/invitations";
import { memberQueryKeys } from "./members";
import { request } from "../request";

const base = (accountId: string) => `/api/accounts/${accountId}/invitations`;
const SENDING_POLL_MS = 3_000;

/** Below the members' key: what changes members may have changed these. */
export function invitationListQuery(accountId: string) {
  return queryOptions({
    queryKey: [...memberQueryKeys.account(accountId), "invitations"],
    queryFn: ({ signal }) => request<InvitationList>(base(accountId), { signal }),
    // A mail goes out a moment after it was asked for.
    refetchInterval: ({ state }) =>
      state.data?.data.some((invitation) => invitation.state === "sending") ? SENDING_POLL_MS : false,
  });
}

export function inviteMutation(accountId: string) {
  return mutationOptions({
    mutationFn: (body: InviteRequest) => request<InvitationAnswer>(base(accountId), { method: "POST", body }),
    retry: false,
  });
}

export function resendInvitationMutation(accountId: string) {
  return mutationOptions({
    mutationFn: (invitationId: string) =>
      request<InvitationAnswer>(`${base(accountId)}/${invitationId}/resend`, { method: "POST" }),
    retry: false,
  });
}

export function withdrawInvitationMutation(accountId: string) {
  return mutationOptions({
    mutationFn: (invitationId: string) =>
      request<void>(`${base(accountId)}/${invitationId}`, { method: "DELETE" }),
    retry: false,
  });
}

/** What an invitation is about. The token is in no key, and what came of it is forgotten with the page. */
export function foundInvitationQuery(token: string) {
  return queryOptions({
    queryKey: ["invitation"],
    queryFn: async ({ signal }) => {
      const body = { token };
      const path = "/api/invitations/find";
      const found = await request<{ invitation: FoundInvitation }>(path, { method: "POST", body, signal });
      return found.invitation;
    },
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
}

/**
 * Accepts an invitation; no mutation, in whose cache token and password would stay.
 * @throws RequestError link_not_valid | invited_other_person | sign_in_to_accept | already_member | validation_failed
 */
export async function acceptInvitation(body: AcceptLinkRequest): Promise<Acceptance> {
  const answer = await request<{ accepted: Acceptance }>("/api/invitations/accept", { method: "POST", body });
  return answer.accepted;
}
