//! The words that documents are made of, and the options of the lists.

pub(crate) const COUNTRIES: [&str; 10] =
    ["DE", "FR", "NL", "AT", "PL", "IT", "ES", "SE", "DK", "CZ"];

pub(crate) const COMPANIES: [&str; 10] = [
    "Lindqvist & Söner Verkstad",
    "Okafor Trading",
    "Van der Berg Logistiek",
    "Rossi \"Tre Colli\" Vini",
    "Müller Maschinenbau",
    "Atelier Chloé Dubois",
    "Nguyen Brothers Imports",
    "O'Connell Dairy Supplies",
    "Yamamoto Precision Tools",
    "Smith and Daughters",
];

pub(crate) const LEGAL_FORMS: [&str; 6] = ["GmbH", "Ltd", "B.V.", "S.r.l.", "AB", "SARL"];

pub(crate) const JOB_TITLES: [&str; 10] = [
    "Head of purchasing",
    "Owner",
    "Leiterin Einkauf",
    "Office manager",
    "Responsable des achats",
    "Warehouse supervisor",
    "Accounts payable clerk",
    "Managing director",
    "Procurement specialist",
    "Workshop foreman",
];

pub(crate) const NICKNAMES: [&str; 10] = [
    "northwind",
    "blue.heron",
    "vini-rossi",
    "maria_k",
    "tools4all",
    "le petit",
    "oakhill",
    "dairyman",
    "søren",
    "the buyer",
];

pub(crate) const SENTENCES: [&str; 12] = [
    "Please ring at the side gate, the front door is locked after five.",
    "Leave parcels with the porter.",
    "Pallets only on Tuesdays and Thursdays before noon.",
    "The driver needs a tail lift.",
    "Prefers to be called in the morning.",
    "Asked for \"net 30\" twice; see the letter of March.",
    "Lieferung nur über die Hofeinfahrt Süd möglich.",
    "Invoices go to the head office, not to the branch.",
    "Has moved twice since the first order.",
    "Wants samples of the new range as soon as they are in.",
    "Spoke with Ms Lindqvist at the fair in Köln.",
    "No deliveries in August.",
];

pub(crate) const INDUSTRIES: [&str; 10] = [
    "agriculture",
    "automotive",
    "construction",
    "education",
    "food-and-drink",
    "health",
    "hospitality",
    "logistics",
    "manufacturing",
    "retail",
];

pub(crate) const PRICE_GROUPS: [&str; 10] = [
    "standard", "bronze", "silver", "gold", "platinum", "reseller", "public", "charity", "staff",
    "export",
];

pub(crate) const REFERRALS: [&str; 10] = [
    "search",
    "advertisement",
    "newspaper",
    "trade-fair",
    "recommendation",
    "social-media",
    "catalogue",
    "radio",
    "sales-visit",
    "other",
];

pub(crate) const INTERESTS: [&str; 10] = [
    "hand-tools",
    "power-tools",
    "workwear",
    "fasteners",
    "garden",
    "lighting",
    "paint",
    "plumbing",
    "safety",
    "storage",
];

pub(crate) const CHANNELS: [&str; 10] =
    ["email", "phone", "sms", "post", "fax", "whatsapp", "signal", "visit", "portal", "edi"];
