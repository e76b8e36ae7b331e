/** (a) An empty server that answers the same bytes: what node:http can do at most. */
import { createServer } from "node:http";

import { ANSWER_HEADERS, listen } from "./listen";

listen(
  createServer((_, response) => {
    response.writeHead(200, ANSWER_HEADERS);
    response.end();
  }),
);
