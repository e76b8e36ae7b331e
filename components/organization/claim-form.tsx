import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { Button } from "@/components/ui/buttons/button";
import { TextField } from "@/components/ui/fields/field";
import { claimDomain, organizationQuery } from "@/lib/queries/accounts/organizations";

type ClaimFormProps = {
  readonly organizationId: string;
  /** @param done what was done, in a sentence */
  readonly onClaimed: (done: string) => void;
};

/** Claims a domain: what comes back has the record to publish. */
export function ClaimForm({ organizationId, onClaimed }: ClaimFormProps) {
  const cache = useQueryClient();
  const [domain, setDomain] = useState("");
  const claim = useMutation({
    mutationFn: () => claimDomain(organizationId, domain),
    retry: false,
    onSuccess: (answer) => {
      cache.setQueryData(organizationQuery(organizationId).queryKey, answer);
      setDomain("");
      onClaimed("The domain is claimed. Publish its record, then verify it.");
    },
  });
  return (
    <form
      noValidate
      className="mt-4 flex max-w-160 flex-wrap items-start gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!claim.isPending) claim.mutate();
      }}
    >
      <div className="min-w-56 flex-1">
        <TextField
          label="Domain"
          name="domain"
          value={domain}
          onChange={(event) => setDomain(event.currentTarget.value)}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          hint="What stands behind the @ of your mail addresses, such as example.com"
          error={claim.error?.message}
        />
      </div>
      <Button type="submit" variant="primary" isBusy={claim.isPending} className="mt-6">
        Claim domain
      </Button>
    </form>
  );
}
