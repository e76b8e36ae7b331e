import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";

import { Button } from "@/components/ui/buttons/button";
import { RadioGroup } from "@/components/ui/fields/choice";
import { Dialog } from "@/components/ui/dialogs/dialog";
import { TextField } from "@/components/ui/fields/field";
import { PROFILES, profilesOf, type Environment, type Profile } from "@/lib/domain/people/profiles";
import { profilePreviewQuery, updateMemberMutation } from "@/lib/queries/accounts/members";
import { PROFILE_LABELS, PROFILE_SENTENCES } from "@/lib/domain/people/profile-words";

import { ActFailure } from "./act-failure";
import type { MemberDialogProps } from "./dialog-props";
import { ProfileConsequences } from "./profile-consequences";
import { useMemberAct } from "./use-member-act";

type ProfileDialogProps = MemberDialogProps & { readonly environment: Environment };

/** Another profile for a member, with what it takes from the member's keys before it does (R6). */
export function ProfileDialog({ accountId, member, isYou, environment, onClose }: ProfileDialogProps) {
  const formId = useId();
  const [profile, setProfile] = useState<Profile>(member.profile);
  const isChanged = profile !== member.profile;
  const preview = useQuery({
    ...profilePreviewQuery(accountId, member.id, profile),
    enabled: isChanged,
  });
  const change = useMemberAct({
    accountId,
    isYou,
    options: updateMemberMutation(accountId, member.id),
    onDone: () => onClose(`${member.user.name} is ${PROFILE_LABELS[profile]} now.`),
  });
  const isRefused = preview.data?.isLastAdmin === true;
  return (
    <Dialog
      isOpen
      onClose={() => onClose()}
      title={`Change profile of ${member.user.name}`}
      isDismissible={!change.isPending}
      footer={
        <>
          <Button
            onClick={() => onClose()}
            disabled={change.isPending}
          >{`Keep ${PROFILE_LABELS[member.profile]}`}</Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            isBusy={change.isPending}
            disabled={!isChanged || preview.isLoading || isRefused}
          >
            Change profile
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
          const reason = new FormData(event.currentTarget).get("reason");
          const text = typeof reason === "string" ? reason.trim() : "";
          change.mutate({ profile, ...(text === "" ? {} : { reason: text }) });
        }}
      >
        <RadioGroup
          legend="Profile"
          name="profile"
          value={profile}
          onChange={(value) => {
            change.reset();
            setProfile(PROFILES.find((candidate) => candidate === value) ?? member.profile);
          }}
          options={profilesOf(environment).map((value) => ({
            value,
            label: PROFILE_LABELS[value],
            hint: PROFILE_SENTENCES[value],
          }))}
        />
        {isChanged ? <ProfileConsequences preview={preview} isYou={isYou} profile={profile} /> : null}
        {isChanged && !isRefused ? (
          <TextField label="Reason" name="reason" maxLength={500} hint="Optional. The audit log keeps it." />
        ) : null}
        <ActFailure error={change.error} />
      </form>
    </Dialog>
  );
}
