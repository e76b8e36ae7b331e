"use client";

import dynamic from "next/dynamic";

/** The panels of the tabs, each loaded with its own tab only. */
export const UsagePanel = dynamic(() =>
  import("@/components/charts/usage-panel").then((module) => module.UsagePanel),
);
export const CallsPanel = dynamic(() =>
  import("@/components/key-detail/calls/calls-panel").then((module) => module.CallsPanel),
);
export const ActivityPanel = dynamic(() =>
  import("@/components/key-detail/calls/activity-panel").then((module) => module.ActivityPanel),
);
export const GoLivePanel = dynamic(() =>
  import("@/components/go-live/go-live-panel").then((module) => module.GoLivePanel),
);
export const CarryOverPlan = dynamic(() =>
  import("@/components/integration-keys/carry-over/carry-over-plan").then((module) => module.CarryOverPlan),
);
export const OverviewPanel = dynamic(() =>
  import("@/components/key-detail/overview/overview-panel").then((module) => module.OverviewPanel),
);
export const ExplainPanel = dynamic(() =>
  import("@/components/key-detail/explain/explain-panel").then((module) => module.ExplainPanel),
);
export const ConsentsPanel = dynamic(() =>
  import("@/components/key-detail/consents/consents-panel").then((module) => module.ConsentsPanel),
);
export const CredentialsPanel = dynamic(() =>
  import("@/components/key-detail/credentials/credentials-panel").then((module) => module.CredentialsPanel),
);
export const QuickStartPanel = dynamic(() =>
  import("@/components/key-detail/quick-start/quick-start-panel").then((module) => module.QuickStartPanel),
);
