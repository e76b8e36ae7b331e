"use client";

import dynamic from "next/dynamic";

/** The form, loaded where it is shown: every page of keys carries the page for accounts that have none. */
export const RequestAccess = dynamic(() => import("./request-access").then((module) => module.RequestAccess));
