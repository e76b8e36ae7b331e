import { Button } from "@/components/ui/buttons/button";

/** The answers to a question of consent. @param canAllow false where there is nobody or nowhere to allow it for */
export function DecisionButtons({ canAllow }: { readonly canAllow: boolean }) {
  return (
    <div className="flex flex-wrap gap-3">
      {canAllow ? (
        <Button type="submit" name="decision" value="allow" variant="primary" className="h-10 flex-1">
          Allow
        </Button>
      ) : null}
      <Button type="submit" name="decision" value="deny" className="h-10 flex-1">
        Deny
      </Button>
    </div>
  );
}
