import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { Button } from "@/components/ui/buttons/button";
import { Checkbox, RadioGroup } from "@/components/ui/fields/choice";
import { TextField } from "@/components/ui/fields/field";
import type { AuthorizableApp } from "@/lib/contracts/accounts/authorized-apps";
import type { Environment } from "@/lib/domain/people/profiles";
import {
  authorizeApp,
  authorizedAppsQuery,
  findAuthorizableApps,
} from "@/lib/queries/accounts/authorized-apps";

type AuthorizeFormProps = {
  readonly organizationId: string;
  /** @param done what was done, in a sentence */
  readonly onDone: (done: string) => void;
};

/** Authorizes an app by its GUID: first which app it is, then what it may do. */
export function AuthorizeForm({ organizationId, onDone }: AuthorizeFormProps) {
  const [clientId, setClientId] = useState("");
  const [found, setFound] = useState<readonly AuthorizableApp[]>([]);
  const search = useMutation({
    mutationFn: async () => (await findAuthorizableApps(organizationId, clientId.trim())).data,
    retry: false,
    onSuccess: setFound,
  });
  const isUnknown = search.data?.length === 0;
  return (
    <div className="mt-4 flex max-w-160 flex-col gap-4">
      <form
        noValidate
        className="flex flex-wrap items-start gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (!search.isPending) search.mutate();
        }}
      >
        <div className="min-w-56 flex-1">
          <TextField
            label="GUID of an app"
            name="clientId"
            value={clientId}
            onChange={(event) => {
              setClientId(event.currentTarget.value);
              setFound([]);
              search.reset();
            }}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            hint="Whoever runs the app knows it: its client_id"
            error={isUnknown ? "No app that is in use has this GUID." : search.error?.message}
          />
        </div>
        <Button type="submit" isBusy={search.isPending} className="mt-6">
          Find app
        </Button>
      </form>
      {found.length > 0 ? (
        <ChosenApp
          key={found[0]?.clientId}
          organizationId={organizationId}
          apps={found}
          onDone={(done) => {
            setClientId("");
            setFound([]);
            search.reset();
            onDone(done);
          }}
        />
      ) : null}
    </div>
  );
}

type ChosenAppProps = AuthorizeFormProps & { readonly apps: readonly AuthorizableApp[] };

function ChosenApp({ organizationId, apps, onDone }: ChosenAppProps) {
  const cache = useQueryClient();
  const [environment, setEnvironment] = useState<Environment>(apps[0]?.environment ?? "production");
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const app = apps.find((one) => one.environment === environment) ?? apps[0];
  const authorize = useMutation({
    mutationFn: ({ clientId }: AuthorizableApp) =>
      authorizeApp(organizationId, { clientId, environment, scopes: chosen }),
    retry: false,
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: authorizedAppsQuery(organizationId).queryKey });
      onDone(`${app?.name ?? "The app"} acts for people of your domains from now on.`);
    },
  });
  if (!app) return null;
  const toggle = (scope: string) =>
    setChosen(chosen.includes(scope) ? chosen.filter((one) => one !== scope) : [...chosen, scope]);
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!authorize.isPending) authorize.mutate(app);
      }}
    >
      <p>
        <span className="font-semibold">{app.name}</span>
        <span className="text-muted">{`, of ${app.manager}. What it may do for everybody:`}</span>
      </p>
      {apps.length > 1 ? (
        <RadioGroup
          legend="Environment"
          name="environment"
          value={environment}
          onChange={(value) => {
            const next = apps.find((one) => one.environment === value);
            if (next) setEnvironment(next.environment);
            setChosen([]);
          }}
          options={apps.map((one) => ({ value: one.environment, label: one.environment }))}
        />
      ) : null}
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-2 font-medium">Scopes</legend>
        {app.scopes.map((scope) => (
          <Checkbox
            key={scope}
            label={scope}
            checked={chosen.includes(scope) || app.authorized.includes(scope)}
            disabled={app.authorized.includes(scope)}
            onChange={() => toggle(scope)}
            hint={app.authorized.includes(scope) ? "Authorized already" : undefined}
          />
        ))}
      </fieldset>
      {authorize.error ? (
        <p role="alert" className="text-sm text-danger">
          {authorize.error.message}
        </p>
      ) : null}
      <Button
        type="submit"
        variant="primary"
        isBusy={authorize.isPending}
        disabled={chosen.length === 0}
        className="self-start"
      >
        Authorize app
      </Button>
    </form>
  );
}
