"use client";

import dynamic from "next/dynamic";

/** The panels of the tabs, each loaded with its own tab only. */
export const UsagePanel = dynamic(() =>
  import("@/components/charts/usage-panel").then((module) => module.UsagePanel),
);
export const CallsPanel = dynamic(() =>
  import("@/components/key-detail/calls-panel").then((module) => module.CallsPanel),
);
export const ActivityPanel = dynamic(() =>
  import("@/components/key-detail/activity-panel").then((module) => module.ActivityPanel),
);
export const OverviewPanel = dynamic(() =>
  import("@/components/key-detail/overview-panel").then((module) => module.OverviewPanel),
);
export const ExplainPanel = dynamic(() =>
  import("@/components/key-detail/explain-panel").then((module) => module.ExplainPanel),
);
