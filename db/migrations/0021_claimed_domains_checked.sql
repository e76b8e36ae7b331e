-- without a transaction: notices are written meanwhile. Cut off, it begins again.
ALTER TABLE "notices" VALIDATE CONSTRAINT "notices_kind_known";
