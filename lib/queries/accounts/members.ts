import { infiniteQueryOptions, mutationOptions, queryOptions } from "@tanstack/react-query";

import type {
  DeactivateMemberRequest,
  DeactivationPreview,
  LeaveAccountRequest,
  MemberAnswer,
  MemberList,
  ProfilePreview,
  UpdateMemberRequest,
} from "../../contracts/people/members";
import type { Profile } from "../../domain/people/profiles";
import { request } from "../request";

const base = (accountId: string) => `/api/accounts/${accountId}/members`;

export const memberQueryKeys = {
  account: (accountId: string) => ["accounts", accountId, "members"] as const,
  list: (accountId: string) => [...memberQueryKeys.account(accountId), "list"] as const,
};

export function memberListQuery(accountId: string) {
  return infiniteQueryOptions({
    queryKey: memberQueryKeys.list(accountId),
    queryFn: ({ pageParam, signal }) =>
      request<MemberList>(`${base(accountId)}${pageParam ? `?cursor=${pageParam}` : ""}`, { signal }),
    // The first page has no cursor.
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** What stops when a member is deactivated, asked anew whenever a dialog opens: keys and calls move on. */
export function deactivationPreviewQuery(accountId: string, memberId: string) {
  return queryOptions({
    queryKey: [...memberQueryKeys.account(accountId), "deactivation-preview", memberId],
    queryFn: ({ signal }) =>
      request<DeactivationPreview>(`${base(accountId)}/${memberId}/deactivation-preview`, { signal }),
    staleTime: 0,
    gcTime: 0,
  });
}

/** Which of the own keys stop when one leaves the account. */
export function leavingPreviewQuery(accountId: string) {
  return queryOptions({
    queryKey: [...memberQueryKeys.account(accountId), "leave-preview"],
    queryFn: ({ signal }) => request<DeactivationPreview>(`${base(accountId)}/me/leave-preview`, { signal }),
    staleTime: 0,
    gcTime: 0,
  });
}

export function leaveAccountMutation(accountId: string) {
  return mutationOptions({
    mutationFn: (body: LeaveAccountRequest) =>
      request<void>(`${base(accountId)}/me/leave`, { method: "POST", body }),
    retry: false,
  });
}

/** What another profile takes from a member's keys, asked anew whenever a dialog opens. */
export function profilePreviewQuery(accountId: string, memberId: string, profile: Profile) {
  return queryOptions({
    queryKey: [...memberQueryKeys.account(accountId), "profile-preview", memberId, profile],
    queryFn: ({ signal }) =>
      request<ProfilePreview>(`${base(accountId)}/${memberId}/profile-preview?profile=${profile}`, {
        signal,
      }),
    staleTime: 0,
    gcTime: 0,
  });
}

export function updateMemberMutation(accountId: string, memberId: string) {
  return mutationOptions({
    mutationFn: (body: UpdateMemberRequest) =>
      request<MemberAnswer>(`${base(accountId)}/${memberId}`, { method: "PATCH", body }),
    retry: false,
  });
}

export function deactivateMemberMutation(accountId: string, memberId: string) {
  return mutationOptions({
    mutationFn: (body: DeactivateMemberRequest) =>
      request<MemberAnswer>(`${base(accountId)}/${memberId}/deactivate`, { method: "POST", body }),
    retry: false,
  });
}

export function reactivateMemberMutation(accountId: string, memberId: string) {
  return mutationOptions({
    mutationFn: () => request<MemberAnswer>(`${base(accountId)}/${memberId}/reactivate`, { method: "POST" }),
    retry: false,
  });
}
