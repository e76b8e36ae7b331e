import type { Metadata } from "next";
import { notFound } from "next/navigation";

import { OAuthHelp } from "@/components/help/oauth-help";
import { OAUTH_HELP } from "@/components/help/oauth-topics";
import { PlainPage } from "@/components/ui/plain-page";
import { serviceAddresses } from "@/lib/accounts/service-addresses";
import { HELP_TOPICS, type HelpTopic } from "@/lib/domain/oauth/help";
import { readClockSentence, readConsentAddress } from "@/lib/domain/oauth/help-details";

type Props = PageProps<"/help/oauth/[topic]">;

function topicOf(text: string): HelpTopic | null {
  return HELP_TOPICS.find((topic) => topic === text) ?? null;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const topic = topicOf((await params).topic);
  return { title: topic ? OAUTH_HELP[topic].title : "Not found" };
}

/** What a refusal of the authorization server means: `error_uri` leads here. It is for everybody, and knows nobody. */
export default async function OAuthHelpPage({ params, searchParams }: Props) {
  const topic = topicOf((await params).topic);
  if (!topic) notFound();
  const search = await searchParams;
  const isConsent = topic === "consent-required";
  return (
    <PlainPage title={OAUTH_HELP[topic].title} isWide>
      <OAuthHelp
        topic={topic}
        clockSentence={topic === "clock" ? readClockSentence(search) : null}
        consentAddress={isConsent ? readConsentAddress(serviceAddresses().appUrl, search) : null}
        now={new Date()}
      />
    </PlainPage>
  );
}
