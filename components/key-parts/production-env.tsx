import { CodeBlock } from "@/components/ui/code-block";
import {
  environmentDifference,
  productionEnvLines,
  type DifferenceFacts,
} from "@/lib/domain/go-live/environment-difference";

/** What a program sets in production, as lines of its `.env` file: those that differ from the sandbox's are marked. */
export function ProductionEnv(facts: DifferenceFacts) {
  const lines = productionEnvLines(environmentDifference(facts), facts.method);
  return (
    <>
      <p className="mb-2 text-sm text-muted">
        What is marked differs from the sandbox; the rest is the same there.
      </p>
      <CodeBlock
        code={lines.map(({ text }) => text).join("\n")}
        label="production .env"
        markedLines={lines.filter(({ isDifferent }) => isDifferent).length}
      />
    </>
  );
}
