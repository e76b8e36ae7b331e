import { infiniteQueryOptions, mutationOptions, queryOptions } from "@tanstack/react-query";

import type {
  DeactivateMemberRequest,
  DeactivationPreview,
  MemberAnswer,
  MemberList,
  ProfilePreview,
  UpdateMemberRequest,
} from "../contracts/members";
import type { Profile } from "../domain/profiles";
import { request } from "./request";

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

/** Asked anew whenever a dialog opens: keys and calls move on. */
export function deactivationPreviewQuery(accountId: string, memberId: string) {
  return queryOptions({
    queryKey: [...memberQueryKeys.account(accountId), "deactivation-preview", memberId],
    queryFn: ({ signal }) =>
      request<DeactivationPreview>(`${base(accountId)}/${memberId}/deactivation-preview`, { signal }),
    staleTime: 0,
    gcTime: 0,
  });
}

/** As {@link deactivationPreviewQuery}. */
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
