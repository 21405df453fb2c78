package org.alphapulse.signer.keystore;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of one signer, factory PID {@code org.alphapulse.signer.keystore}. */
@ObjectClassDefinition(name = "Keystore signer", description = "Signs with the key of an encrypted file.")
@interface KeystoreConfig {
    @AttributeDefinition(description = "Web3 Secret Storage file, version 3")
    String keystore_file();

    @AttributeDefinition(description = "file that holds the passphrase in its first line; empty to take passphrase.env")
    String passphrase_file() default "";

    @AttributeDefinition(description = "environment variable that holds the passphrase")
    String passphrase_env() default "ALPHAPULSE_PASSPHRASE";

    @AttributeDefinition(description = "auto (native code where it loads), native or java")
    String implementation() default Keys.AUTO;
}
