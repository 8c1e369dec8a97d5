// The tests in Chromium: `cargo xtask test browser`.

import "./access.test.mjs";
import "./checkout.test.mjs";
import "./drawn.test.mjs";
import "./example.test.mjs";
import "./held.test.mjs";
import "./hostile.test.mjs";
import "./speech.test.mjs";
import "./speed.test.mjs";
import "./taken.test.mjs";
import "./vectors.test.mjs";
