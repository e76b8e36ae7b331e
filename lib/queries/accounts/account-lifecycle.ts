import { infiniteQueryOptions, mutationOptions, queryOptions } from "@tanstack/react-query";

import type {
  AccountStatusRequest,
  AddOrganizationAdminRequest,
  CreateAccountRequest,
  CreateOrganizationRequest,
  InviteFirstAdminRequest,
  RemoveOrganizationAdminRequest,
  SetOrganizationRequest,
  SupportAccountPeople,
  SupportOrganizationList,
} from "../../contracts/accounts/account-lifecycle";
import type { InvitationAnswer } from "../../contracts/people/invitations";
import type { SupportAccountAnswer } from "../../contracts/support/support";
import type { DeactivatePersonRequest, SupportPersonAnswer } from "../../contracts/support/support-people";
import { request } from "../request";
import { supportQueryKeys } from "../cases/support";

const accountPath = (accountId: string) => `/api/support/accounts/${accountId}`;
const post = <T>(path: string, body: unknown) => request<T>(path, { method: "POST", body });

type PeopleAnswer = { readonly people: SupportAccountPeople };

/** Who is in an account, and its organization, for support. */
export function accountPeopleQuery(accountId: string) {
  return queryOptions({
    queryKey: [...supportQueryKeys.all, "people", accountId],
    queryFn: ({ signal }) => request<PeopleAnswer>(`${accountPath(accountId)}/people`, { signal }),
  });
}

/** The organizations that there are, by name, a page at a time. */
export function organizationListQuery() {
  return infiniteQueryOptions({
    queryKey: [...supportQueryKeys.all, "organizations"],
    queryFn: ({ pageParam, signal }) =>
      request<SupportOrganizationList>(
        `/api/support/organizations${pageParam === null ? "" : `?cursor=${pageParam}`}`,
        { signal },
      ),
    // The first page has no cursor.
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** A person in all accounts, for support. */
export function supportPersonQuery(userId: string) {
  return queryOptions({
    queryKey: [...supportQueryKeys.all, "person", userId],
    queryFn: ({ signal }) => request<SupportPersonAnswer>(`/api/support/users/${userId}`, { signal }),
  });
}

export function createAccountMutation() {
  return mutationOptions({
    mutationFn: (body: CreateAccountRequest) => post<SupportAccountAnswer>("/api/support/accounts", body),
    retry: false,
  });
}

export function accountStatusMutation(accountId: string, verb: "close" | "reopen") {
  return mutationOptions({
    mutationFn: (body: AccountStatusRequest) =>
      post<SupportAccountAnswer>(`${accountPath(accountId)}/${verb}`, body),
    retry: false,
  });
}

export function inviteFirstAdminMutation(accountId: string) {
  return mutationOptions({
    mutationFn: (body: InviteFirstAdminRequest) =>
      post<InvitationAnswer>(`${accountPath(accountId)}/first-admin`, body),
    retry: false,
  });
}

/** Puts an account into an organization that is there or, given its name, into a new one. */
export function placeAccountMutation(accountId: string) {
  return mutationOptions({
    mutationFn: (body: SetOrganizationRequest | Omit<CreateOrganizationRequest, "accountId">) =>
      "name" in body
        ? post<PeopleAnswer>("/api/support/organizations", { ...body, accountId })
        : post<PeopleAnswer>(`${accountPath(accountId)}/organization`, body),
    retry: false,
  });
}

export function addOrganizationAdminMutation(organizationId: string) {
  return mutationOptions({
    mutationFn: (body: AddOrganizationAdminRequest) =>
      post<void>(`/api/support/organizations/${organizationId}/admins`, body),
    retry: false,
  });
}

export function removeOrganizationAdminMutation(organizationId: string, userId: string) {
  return mutationOptions({
    mutationFn: (body: RemoveOrganizationAdminRequest) =>
      post<void>(`/api/support/organizations/${organizationId}/admins/${userId}/remove`, body),
    retry: false,
  });
}

/** Says why a person is looked at, which opens the person's accounts for an hour. */
export function openPersonMutation(userId: string) {
  return mutationOptions({
    mutationFn: (body: DeactivatePersonRequest) =>
      post<SupportPersonAnswer>(`/api/support/users/${userId}/looks`, body),
    retry: false,
  });
}

export function personStatusMutation(userId: string, verb: "deactivate" | "reactivate") {
  return mutationOptions({
    mutationFn: (body: DeactivatePersonRequest) =>
      post<SupportPersonAnswer>(`/api/support/users/${userId}/${verb}`, body),
    retry: false,
  });
}
