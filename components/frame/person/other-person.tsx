"use client";

import dynamic from "next/dynamic";
import { usePathname } from "next/navigation";
import { useEffect, useRef, useState } from "react";

import { onOtherPerson, pageOwner } from "@/lib/queries/request";
import { isPageOfOther } from "@/lib/queries/people/sessions";

const OtherPersonDialog = dynamic(
  () => import("./other-person-dialog").then((module) => module.OtherPersonDialog),
  { ssr: false },
);

/**
 * Says that another tab of the browser has signed in somebody else, and offers to go on as that person. Nothing that
 * was typed is lost by it. A page that came by a navigation since is loaded anew, with the frame around it.
 */
export function OtherPerson() {
  const [said, setSaid] = useState<string | null>(null);
  const [isOpen, setOpen] = useState(false);
  const pathname = usePathname();
  const shown = useRef(pathname);

  // The system here is the server's answers.
  useEffect(() => {
    let isKnown = false;
    onOtherPerson((refusal, isChange) => {
      // A list that looks for news says it once; a change that was refused, each time.
      if (isKnown && !isChange) return;
      isKnown = true;
      setSaid(refusal.message);
      setOpen(true);
    });
  }, []);
  // The system here is the cookie, which scripts can't read. A navigation brings the page of whoever is signed in now,
  // and leaves the frame as it was.
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    if (pageOwner() === undefined) return;
    void isPageOfOther().then((isOther) => (isOther ? globalThis.location.reload() : undefined));
  }, [pathname]);

  return isOpen ? <OtherPersonDialog said={said} onClose={() => setOpen(false)} /> : null;
}
