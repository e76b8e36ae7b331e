import { LinkButton } from "@/components/ui/buttons/button";
import { homePage } from "@/lib/addresses/pages";

/**
 * The page for what is not there: the same for what does not exist and for what belongs to another account (R7, I6).
 */
export function NotFoundView() {
  return (
    <div className="max-w-prose">
      <h1 className="text-xl font-semibold tracking-[-0.012em]">There is nothing here</h1>
      <p className="mt-1.5 mb-5 text-muted">
        The address may be mistyped, or it belongs to an account that you are not a member of. If somebody
        sent it to you, ask which account it is from.
      </p>
      <LinkButton href={homePage()}>Go to your account</LinkButton>
    </div>
  );
}
