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

    @AttributeDefinition(
            description =
                    "signatures of native code that are prepared before there is anything to sign, 0 to 4096; 0 where"
                            + " the machine may be set back to a state kept with its memory")
    int prepared_signatures() default 64;
}
