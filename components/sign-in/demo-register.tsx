import { clsx } from "clsx";

import type { DemoPerson } from "@/lib/contracts/people/sessions";

type DemoRegisterProps = {
  readonly demo: { readonly password: string; readonly people: readonly DemoPerson[] };
  readonly onChoose: (person: DemoPerson) => void;
};

/** Who can sign in to the demo, as lines of a register; a line fills the form. */
export function DemoRegister({ demo, onChoose }: DemoRegisterProps) {
  return (
    <section
      aria-labelledby="demo-title"
      className="relative flex h-full flex-col justify-center px-6 py-10 sm:px-10 nav:px-14 nav:py-12"
    >
      <div className="w-full max-w-2xl">
        <h2 id="demo-title" className="text-xl font-semibold tracking-[-0.012em]">
          This is the demo
        </h2>
        <p className="mt-1.5 max-w-[60ch] text-[#c3dbcd]">
          Everybody below has the password{" "}
          <code translate="no" className="rounded-sm bg-[#0a2c1f] px-1.5 py-0.5 text-sm text-white">
            {demo.password}
          </code>
          . Choose a line to fill the form. This server answers to this machine alone, on loopback.
        </p>
        <ul className="mt-6 border-t border-[#3a6b55]">
          {demo.people.map((person) => (
            <li key={person.email} className="border-b border-[#2b5a45]">
              <button
                type="button"
                onClick={() => onChoose(person)}
                className="grid w-full grid-cols-1 gap-x-6 gap-y-0.5 px-2 py-2.5 text-left outline-offset-0 hover:bg-[light-dark(#174d37,#123628)] focus-visible:outline-[#9fdcbc] sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]"
              >
                <span className="min-w-0">
                  <span className="block font-medium">{person.name}</span>
                  <span className="block truncate text-sm text-[#b4d0c0]">{person.email}</span>
                </span>
                <span className="flex min-w-0 flex-col gap-0.5 text-sm text-[#d3e6da]">
                  {roles(person).map((role) => (
                    <span key={role.text} className="flex items-baseline gap-2">
                      <span
                        aria-hidden="true"
                        className={clsx(
                          "size-1.5 shrink-0 translate-y-[-1px] rounded-full",
                          role.isSandbox ? "bg-[#f0b954]" : "bg-[#7fd3a6]",
                        )}
                      />
                      <span>{role.text}</span>
                    </span>
                  ))}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

function roles(person: DemoPerson): { readonly text: string; readonly isSandbox: boolean }[] {
  const places = person.memberships.map(({ name, profile, environment }) => ({
    text: `${capital(profile)} of ${name}${environment === "sandbox" ? " (sandbox)" : ""}`,
    isSandbox: environment === "sandbox",
  }));
  return person.isStaff ? [...places, { text: "Support staff", isSandbox: false }] : places;
}

function capital(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}
