import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";

import { Button } from "@/components/ui/buttons/button";
import { Dialog } from "@/components/ui/dialogs/dialog";
import { SelectField, TextField } from "@/components/ui/fields/field";
import { PROFILE_LABELS, PROFILE_SENTENCES } from "@/lib/domain/people/profile-words";
import { PROFILES, profilesOf, type Environment, type Profile } from "@/lib/domain/people/profiles";
import { inviteMutation } from "@/lib/queries/accounts/invitations";
import { memberQueryKeys } from "@/lib/queries/accounts/members";
import { RequestError } from "@/lib/queries/request";

import { ActFailure } from "./act-failure";

type InviteDialogProps = {
  readonly accountId: string;
  readonly environment: Environment;
  /** @param done what was done, in a sentence; nothing if the dialog was left */
  readonly onClose: (done?: string) => void;
};

/** Invites somebody by mail. */
export function InviteDialog({ accountId, environment, onClose }: InviteDialogProps) {
  const formId = useId();
  const cache = useQueryClient();
  const [email, setEmail] = useState("");
  const [profile, setProfile] = useState<Profile>("member");
  const invite = useMutation({
    ...inviteMutation(accountId),
    onSuccess: ({ invitation }) => onClose(`An invitation to ${invitation.email} is on its way.`),
    onSettled: () => cache.invalidateQueries({ queryKey: memberQueryKeys.account(accountId) }),
  });
  const fault =
    invite.error instanceof RequestError
      ? invite.error.errors.find((error) => error.pointer === "/email")?.detail
      : undefined;
  return (
    <Dialog
      isOpen
      onClose={() => onClose()}
      title="Invite somebody"
      isDismissible={!invite.isPending}
      footer={
        <>
          <Button onClick={() => onClose()} disabled={invite.isPending}>
            Cancel
          </Button>
          <Button type="submit" form={formId} variant="primary" isBusy={invite.isPending}>
            Send invitation
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          invite.mutate({ email, profile });
        }}
      >
        <TextField
          label="Email"
          name="email"
          type="email"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={email}
          error={fault}
          onChange={(event) => setEmail(event.target.value)}
        />
        <SelectField
          label="Profile"
          name="profile"
          value={profile}
          hint={<span>{PROFILE_SENTENCES[profile]}</span>}
          options={profilesOf(environment).map((value) => ({ value, label: PROFILE_LABELS[value] }))}
          onChange={(event) =>
            setProfile(PROFILES.find((candidate) => candidate === event.target.value) ?? "member")
          }
        />
        <p className="text-sm text-muted">
          A link is mailed to this address. It works once, for seven days, and for this address alone.
        </p>
        {fault === undefined ? <ActFailure error={invite.error} /> : null}
      </form>
    </Dialog>
  );
}
