export declare const SDK_MODE: "liveavatar-sdk";
export declare const SDK_FILE: "liveavatar-sdk.js";
